// Runs Azurite and ends with the process that started it: when standard input closes, the parent is gone.
import { createRequire } from 'node:module';

process.stdin.resume();
process.stdin.on('end', () => process.exit(0));
process.stdin.on('error', () => process.exit(0));

createRequire(import.meta.url)('azurite/dist/src/azurite.js');
