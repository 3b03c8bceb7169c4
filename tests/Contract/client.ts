// What a merchant's back end in TypeScript would write; it only has to compile.
import createClient from 'openapi-fetch';
import type { components, paths } from './paymenthub';

const client = createClient<paths>({ baseUrl: 'https://pay.example', headers: { Authorization: 'Bearer key' } });

export async function checkout(customer: string, reference: string): Promise<string> {
  const { data: deposit, error } = await client.POST('/v1/deposits', {
    body: { account: 'demo_mpay', customer_id: customer, amount: '100', reference },
  });
  if (error) {
    if (error.code === 'reference_conflict') throw new Error('take a new reference');
    throw new Error(`${error.code}: ${error.detail} ${error.errors?.map(wrong => wrong.field).join()}`);
  }
  return deposit.payment_url ?? '';
}

export async function payOut(): Promise<components['schemas']['Withdrawal']['status']> {
  const { data, error } = await client.POST('/v1/withdrawals', {
    body: { account: 'demo_usdt', customer_id: 'user-1', amount: '25.5', currency: 'USDT', network: 'tron', address: 'TJRabPrwbZy45sbavfcjinPJC18kjpRTv8', reference: 'payout-1' },
  });
  if (error) throw new Error(error.code);
  return data.status;
}

export async function catchUp(last: string): Promise<string[]> {
  const seen: string[] = [];
  let query: { after?: string; cursor?: string } = { after: last };
  for (;;) {
    const { data } = await client.GET('/v1/events', { params: { query: { ...query, limit: 100 } } });
    if (!data) throw new Error('later');
    for (const { payload } of data.data) seen.push(payload.data.object === 'deposit' ? `in ${payload.data.amount ?? '?'}` : `out ${payload.data.amount ?? '?'}`);
    if (data.next_cursor === null) return seen;
    query = { cursor: data.next_cursor };
  }
}

export function onWebhook(event: components['schemas']['OrderEvent']): string {
  switch (event.type) {
    case 'deposit.completed':
      return event.data.reference ?? event.data.id;
    default:
      return event.data.status;
  }
}
