// Runs Azurite and ends with the process that started it: when standard input closes, the parent is gone.
import { createRequire } from 'node:module';

// Azurite saves its data on SIGTERM and then waits for nothing to be left to do; an open standard input would be left.
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.stdin.destroy());
const end = () => process.kill(process.pid, 'SIGTERM');
process.stdin.on('end', end);
process.stdin.on('error', end);
process.stdin.resume();

createRequire(import.meta.url)('azurite/dist/src/azurite.js');
