// The lock file names the packages of every platform, also of those the registry at hand did not offer when it was
// written: npm on macOS would not install what the lock leaves out. `--check` fails when something is missing.
// Run after `npm install` changed package-lock.json.
import { readFileSync, writeFileSync } from 'node:fs';

interface LockEntry {
  version?: string;
  optional?: boolean;
  os?: string[];
  optionalDependencies?: Record<string, string>;
}

const file = new URL('../package-lock.json', import.meta.url);
const lock = JSON.parse(readFileSync(file, 'utf8')) as { packages: Record<string, LockEntry> };
const systems = ['darwin', 'linux', 'win32', 'android', 'freebsd', 'openbsd', 'netbsd', 'openharmony', 'sunos', 'aix'];

/** Does some node_modules on the way up hold it? */
function isLocked(owner: string, name: string): boolean {
  for (let at = owner; ; at = at.slice(0, Math.max(0, at.lastIndexOf('/node_modules/')))) {
    if (lock.packages[`${at ? `${at}/` : ''}node_modules/${name}`]) return true;
    if (!at) return false;
  }
}

const added: string[] = [];
for (const [owner, entry] of Object.entries(lock.packages)) {
  for (const [name, range] of Object.entries(entry.optionalDependencies ?? {})) {
    const version = range.replace(/^[\^~]/, '');
    if (!/^\d+\.\d+\.\d+/.test(version) || isLocked(owner, name)) continue;
    const os = systems.filter((system) => name.includes(system) || (system === 'win32' && name.includes('windows')));
    lock.packages[`node_modules/${name}`] = { version, optional: true, ...(os.length > 0 ? { os } : {}) };
    added.push(name);
  }
}
if (process.argv.includes('--check')) {
  if (added.length > 0) {
    console.error(`package-lock.json leaves out ${added.join(', ')}. Run: npm run generate`);
    process.exit(1);
  }
} else if (added.length > 0) {
  lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1)));
  writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
  console.log(`added ${added.length} packages of other platforms`);
}
