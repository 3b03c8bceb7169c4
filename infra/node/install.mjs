// Installs this folder's packages once, for the tests and the local run alike.
// Safe to start twice at once: one process installs, the others wait for it. The stamp is written last,
// so that an installation that was cut off counts as none.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = dirname(fileURLToPath(import.meta.url));
const stamp = join(folder, 'node_modules', '.installed');
const lock = join(folder, '.installing');
const wanted = createHash('sha256').update(readFileSync(join(folder, 'package-lock.json'))).digest('hex');

const installed = () => existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted;
const pause = () => new Promise(resolve => setTimeout(resolve, 200));

/** A lock older than any installation takes was left by a process that died. */
const abandoned = () => {
  try {
    return Date.now() - statSync(lock).mtimeMs > 10 * 60 * 1000;
  } catch {
    return false;
  }
};

while (!installed()) {
  try {
    mkdirSync(lock);
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
    if (abandoned()) rmSync(lock, { recursive: true, force: true });
    await pause();
    continue;
  }
  const unlock = () => rmSync(lock, { recursive: true, force: true });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => { unlock(); process.exit(1); });
  try {
    if (installed()) break;
    execFileSync('npm', ['ci', '--no-audit', '--no-fund'], { cwd: folder, stdio: 'inherit', shell: process.platform === 'win32' });
    writeFileSync(stamp, wanted);
  } catch (error) {
    console.error(`npm ci failed in ${folder}: ${error.message}. Check that npm reaches a package registry, then try again.`);
    process.exitCode = 1;
    break;
  } finally {
    unlock();
  }
}
