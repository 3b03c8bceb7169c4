// node check.mjs <folder of the tools> <OpenAPI file> [<folder of golden files>]
// Validates every example of the file, and every golden file there, against its schema. Members that no schema describes are mistakes too.
import { readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const [tools, file, golden] = process.argv.slice(2);
const require = createRequire(join(tools, 'package.json'));
const Ajv = require('ajv/dist/2020.js').default;
const addFormats = require('ajv-formats').default;
const { parse } = require('yaml');

const api = parse(readFileSync(file, 'utf8'));
const isObject = value => value !== null && typeof value === 'object';
const follow = value => (value?.$ref ? value.$ref.split('/').slice(1).reduce((at, name) => at[name], api) : value);

// Answers may gain members and values; what is written here may not have any that is not described.
const close = schema => {
  if (!isObject(schema)) return;
  if (schema.properties && schema.additionalProperties === undefined) schema.additionalProperties = false;
  if (schema['x-extensible-enum']) schema.enum = schema['x-extensible-enum'];
  Object.values(schema).forEach(close);
};
close(api.components.schemas);

const ajv = new Ajv({ allErrors: true, strict: false });
addFormats(ajv);
ajv.addSchema(api, 'api');
let checked = 0;
const mistakes = [];
const check = (where, schema, value) => {
  checked++;
  const validate = ajv.compile(schema.$ref ? { $ref: `api${schema.$ref}` } : schema);
  if (!validate(value))
    mistakes.push(...validate.errors.map(error => `${where}: ${error.instancePath || '/'} ${error.message} ${JSON.stringify(error.params)}`));
};

const visit = (node, where) => {
  if (!isObject(node)) return;
  if (node.schema) {
    if (node.example !== undefined) check(where, node.schema, node.example);
    for (const [name, example] of Object.entries(node.examples ?? {})) check(`${where}/${name}`, node.schema, follow(example).value);
  }
  for (const [name, child] of Object.entries(node)) visit(child, `${where}/${name}`);
};
visit(api.paths, 'paths');
visit(api.webhooks ?? {}, 'webhooks');
visit(api.components.parameters, 'parameters');
visit(api.components.responses, 'responses');

const schemas = { deposit: 'Deposit', withdrawal: 'Withdrawal', deposit_address: 'DepositAddress', event: 'OrderEvent', problem: 'Problem', deposit_list: 'DepositList', feed_event: 'Event', account: 'Account', timeline: 'Timeline', event_report: 'EventReport', endpoint: 'Endpoint', endpoint_failing: 'EndpointFailing' };
for (const name of golden ? readdirSync(golden).filter(file => file.endsWith('.json')) : [])
  check(name, { $ref: `#/components/schemas/${schemas[name.split('.')[0]]}` }, JSON.parse(readFileSync(join(golden, name), 'utf8')));

console.log(JSON.stringify({ checked, mistakes }));
