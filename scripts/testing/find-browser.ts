// A Chromium for the browser tests: the one named, one that is installed, or one from the system's packages.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const usualPlaces = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/opt/google/chrome/chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/** @throws with what to do when there is none and none can be installed from here */
export function findBrowser(): string {
  const named = process.env.CHROMIUM_PATH;
  if (named) {
    if (existsSync(named)) return named;
    throw new Error(`CHROMIUM_PATH names ${named}, which is not there.`);
  }
  const installed = usualPlaces.find((place) => existsSync(place));
  if (installed) return installed;
  if (process.platform === 'linux' && existsSync('/usr/bin/apt-get')) {
    installWithApt();
    const fresh = usualPlaces.find((place) => existsSync(place));
    if (fresh) return fresh;
  }
  throw new Error(
    'The browser tests need Chrome or Chromium and found none. Fix: install one (Debian: "sudo apt-get install chromium"; macOS: "brew install --cask chromium") or set CHROMIUM_PATH to its executable, then run npm test again.',
  );
}

function installWithApt(): void {
  const isRoot = process.getuid?.() === 0;
  const prefix = isRoot ? [] : ['sudo', '-n'];
  const apt = (...args: string[]) => {
    const [command = '', ...rest] = [...prefix, 'apt-get', ...args];
    return spawnSync(command, rest, {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    });
  };
  process.stderr.write('No Chromium found: installing it from the system packages ...\n');
  apt('update', '-qq');
  apt('install', '-y', '-qq', '--no-install-recommends', 'chromium', 'fonts-liberation');
}
