// node install.mjs [folder]
// Installs this folder's packages, or those of a folder in it, once, for the tests and the local run alike.
// Safe to start twice at once: one process installs, the others wait for it. The stamp is written last,
// so that an installation that was cut off counts as none.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = resolve(dirname(fileURLToPath(import.meta.url)), process.argv[2] ?? '.');
const stamp = join(folder, 'node_modules', '.installed');
const lock = join(folder, '.installing');
const holders = join(lock, 'pids');
const wanted = createHash('sha256').update(readFileSync(join(folder, 'package-lock.json'))).digest('hex');

const installed = () => existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted;
const pause = () => new Promise(resolve => setTimeout(resolve, 200));
const unlock = () => rmSync(lock, { recursive: true, force: true });

const isAlive = pid => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
};

/** A lock whose processes, the installer and its npm, have died, or that is older than any installation takes. */
const abandoned = () => {
  try {
    const old = Date.now() - statSync(lock).mtimeMs > 10 * 60 * 1000;
    return old || (existsSync(holders) && !readFileSync(holders, 'utf8').trim().split(' ').map(Number).some(isAlive));
  } catch {
    return false;
  }
};

/** Runs npm; a signal ends it with us, and nothing stays locked. */
const npm = () => new Promise((resolve, reject) => {
  const windows = process.platform === 'win32';
  const child = spawn('npm', ['ci', '--no-audit', '--no-fund'], { cwd: folder, stdio: ['ignore', 'inherit', 'inherit'], shell: windows });
  if (child.pid) writeFileSync(holders, `${process.pid} ${child.pid}`);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => {
      // At a gentler signal npm goes on until it has finished, and would disturb the next installation.
      child.kill('SIGKILL');
      unlock();
      process.exit(1);
    });
  }
  child.on('error', reject);
  child.on('exit', (code, signal) => (code === 0 ? resolve() : reject(new Error(`it ended with ${signal ?? code}`))));
});

while (!installed()) {
  try {
    mkdirSync(lock);
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
    if (abandoned()) unlock();
    await pause();
    continue;
  }
  try {
    writeFileSync(holders, String(process.pid));
    if (installed()) break;
    await npm();
    writeFileSync(stamp, wanted);
  } catch (error) {
    console.error(`npm ci failed in ${folder}: ${error.message}. Check that npm reaches a package registry, then try again.`);
    process.exitCode = 1;
    break;
  } finally {
    unlock();
  }
}
