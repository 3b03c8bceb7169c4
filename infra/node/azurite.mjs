// Runs Azurite and ends with the process that started it: when standard input closes, the parent is gone.
import { createRequire } from 'node:module';

process.stdin.resume();
// Azurite closes its servers on these and waits for the event loop to run dry, which an open standard input never lets it.
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(0));
process.stdin.on('end', () => process.exit(0));
process.stdin.on('error', () => process.exit(0));

createRequire(import.meta.url)('azurite/dist/src/azurite.js');
