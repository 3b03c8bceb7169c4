// Verifies webhooks with the reference library of the Standard Webhooks specification, as a merchant would.
// In: a JSON array of { secret, headers, body } on stdin. Out: a JSON array with null for each that is verified, or the error's text.
import { createRequire } from 'node:module';

const require = createRequire(new URL('../../infra/node/package.json', import.meta.url));
const { Webhook } = require('standardwebhooks');

let input = '';
for await (const chunk of process.stdin.setEncoding('utf8')) input += chunk;

const verify = ({ secret, headers, body }) => {
  try {
    new Webhook(secret).verify(Buffer.from(body), headers);
    return null;
  } catch (error) {
    return String(error.message);
  }
};
process.stdout.write(JSON.stringify(JSON.parse(input).map(verify)));
