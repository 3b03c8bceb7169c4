// node guard.mjs <command> [arguments]
// Runs a command that knows nothing of its parent, and ends it when the parent is gone: when standard input closes.
import { spawn } from 'node:child_process';
import { constants } from 'node:os';

const graceMilliseconds = 5000;
const [command, ...rest] = process.argv.slice(2);
const child = spawn(command, rest, { stdio: ['ignore', 'inherit', 'inherit'] });

let ending = false;
const end = () => {
  if (ending) return;
  ending = true;
  child.kill('SIGTERM');
  setTimeout(() => child.kill('SIGKILL'), graceMilliseconds).unref();
};

process.stdin.resume();
for (const event of ['end', 'close', 'error']) process.stdin.on(event, end);
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, end);

child.on('error', error => {
  console.error(`${command} cannot be started: ${error.message}`);
  process.exit(127);
});
// As a shell says it: 128 and the signal's number.
child.on('exit', (code, signal) => process.exit(code ?? 128 + constants.signals[signal]));
