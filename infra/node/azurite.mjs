// Runs Azurite and ends with the process that started it: when standard input closes, the parent is gone.
// A line "count" there is answered with what was asked of it since the last one: {"add": {"calls": 2, "bytes": 900}, ...}.
import { Server } from 'node:http';
import { createRequire } from 'node:module';

// Azurite saves its data on SIGTERM and then waits for nothing to be left to do; an open standard input would be left.
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.stdin.destroy());
const end = () => process.kill(process.pid, 'SIGTERM');
process.stdin.on('end', end);
process.stdin.on('error', end);
process.stdin.on('data', answer);

let counts = {};
function answer(lines) {
  if (!String(lines).includes('count')) return;
  console.log(`Counted ${JSON.stringify(counts)}`);
  counts = {};
}

// In a table's own words, a transaction is one call, whatever it holds; a queue's paths end with its messages.
function nameOf(method, path) {
  if (path.includes('/messages'))
    return { POST: 'send', GET: 'receive', DELETE: 'delete message', PUT: 'renew message' }[method] ?? 'other';
  if (path.includes('$batch')) return 'transaction';
  if (path.includes('(PartitionKey=')) return { GET: 'read', DELETE: 'delete' }[method] ?? 'update';
  if (/\/\w+\(\)/.test(path)) return 'read';
  if (method === 'POST' && !path.includes('/Tables')) return 'add';
  return 'other';
}

const emit = Server.prototype.emit;
Server.prototype.emit = function (event, request, ...rest) {
  if (event === 'request') {
    const count = (counts[nameOf(request.method, decodeURIComponent(request.url))] ??= { calls: 0, bytes: 0 });
    count.calls++;
    count.bytes += Number(request.headers['content-length'] ?? 0);
  }
  return emit.call(this, event, request, ...rest);
};

const require = createRequire(import.meta.url);

// Azurite's own store sorts all messages of all its queues anew whenever one is received, deleted or renewed: whatever is removed or changed as
// a list, an empty one among them. One by one, each index is mended where it changes, and a queue costs the same however many messages there are.
// And it looks for a row among all of its partition: by the row's own key first, a row costs the same however many the partition has.
const { Collection, Resultset } = createRequire(require.resolve('azurite'))('lokijs');
const { remove, update, findOne } = Collection.prototype;
const each = change => function (changed) {
  return Array.isArray(changed) ? changed.forEach(document => change.call(this, document)) : change.call(this, changed);
};
Object.assign(Collection.prototype, {
  remove: each(remove),
  update: each(update),
  findOne(query) {
    return findOne.call(this, query && 'RowKey' in query ? { RowKey: query.RowKey, ...query } : query);
  },
});
Resultset.prototype.remove = function () {
  this.data().forEach(document => remove.call(this.collection, document));
  return this;
};

require('azurite/dist/src/azurite.js');
