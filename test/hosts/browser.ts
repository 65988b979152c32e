/**
 * Finds the Chromium that shows the server hosts' workbench: an installed one that starts, else one from the npm registry, with
 * the libraries and fonts that a bare machine lacks. It is driven by `playwright-core`.
 */
import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import { chromium, type Browser } from 'playwright-core';
import { testFolder } from './folders';
import { browserPackages } from './hostVersions';
import { ensureInstalled } from './install';
import { npmInstall } from './npm';
import { readOutput } from './processes';

interface InstalledBrowser {
  readonly executablePath: string;
  /** Added to the environment of the browser. */
  readonly env: Readonly<Record<string, string>>;
}

const usualPlaces = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/** Nothing here reaches beyond loopback, and containers have neither a GPU nor user namespaces. */
const quietFlags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-proxy-server',
];

/** Whoever launches it closes it; it also ends with this process. @throws where no browser can be had */
export async function launchBrowser(): Promise<Browser> {
  const { executablePath, env } = await ensureBrowser();
  return chromium.launch({ executablePath, args: quietFlags, env: { ...definedOnly(process.env), ...env } });
}

/** @throws where there is none and the registry has none for this platform, or is out of reach */
export async function ensureBrowser(): Promise<InstalledBrowser> {
  const wanted = process.env['CHROME_PATH'];
  for (const executablePath of wanted === undefined ? usualPlaces : [wanted, ...usualPlaces]) {
    if (existsSync(executablePath) && (await readOutput(executablePath, ['--version'])) !== undefined) {
      return { executablePath, env: {} };
    }
    if (executablePath === wanted) console.log(`CHROME_PATH (${wanted}) does not start; looking for another browser.`);
  }
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error('No Chromium or Chrome was found. Install one, or name it in the environment variable CHROME_PATH.');
  }
  return ensureBundledBrowser();
}

/** The Chromium of an npm package: an executable, libraries and fonts, each packed with Brotli. */
async function ensureBundledBrowser(): Promise<InstalledBrowser> {
  const folder = path.join(testFolder, 'browser');
  const packages = [`@sparticuz/chromium@${browserPackages.chromium}`, `dejavu-fonts-ttf@${browserPackages.fonts}`];
  const locate = (root: string): InstalledBrowser => ({
    executablePath: path.join(root, 'chromium'),
    env: { LD_LIBRARY_PATH: path.join(root, 'lib'), FONTCONFIG_FILE: path.join(root, 'fonts.conf') },
  });
  await ensureInstalled({
    folder,
    contents: `${packages.join(' ')}\n${fontSettings}`,
    label: `Installing Chromium ${browserPackages.chromium} for tests (about 15 s, once)`,
    install: async (root) => {
      await npmInstall(root, packages);
      const modules = path.join(root, 'node_modules');
      const packed = (name: string): Buffer =>
        brotliDecompressSync(readFileSync(path.join(modules, '@sparticuz', 'chromium', 'bin', name)));
      for (const archive of ['al2023.tar.br', 'swiftshader.tar.br', 'fonts.tar.br']) {
        execFileSync('tar', ['-x', '-C', root], { input: packed(archive) });
      }
      writeFileSync(path.join(root, 'chromium'), packed('chromium.br'));
      chmodSync(path.join(root, 'chromium'), 0o755);
      cpSync(path.join(modules, 'dejavu-fonts-ttf', 'ttf'), path.join(root, 'fonts', 'dejavu'), { recursive: true });
      writeFileSync(path.join(root, 'fonts.conf'), fontSettings);
      rmSync(modules, { recursive: true, force: true });
    },
    starts: async (root) => {
      const { executablePath, env } = locate(root);
      return (await readOutput(executablePath, ['--version'], { ...process.env, ...env })) !== undefined;
    },
  });
  return locate(folder);
}

/** Paths are relative to the file, which moves to its place after the install. The machine's own fonts come last. */
const fontSettings = `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir prefix="relative">fonts</dir>
  <dir>/usr/share/fonts</dir>
  <dir prefix="xdg">fonts</dir>
  <cachedir prefix="xdg">fontconfig</cachedir>
  <alias><family>monospace</family><prefer><family>DejaVu Sans Mono</family></prefer></alias>
  <alias><family>sans-serif</family><prefer><family>Open Sans</family></prefer></alias>
  <alias><family>system-ui</family><prefer><family>Open Sans</family></prefer></alias>
</fontconfig>
`;

function definedOnly(environment: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(Object.entries(environment).filter((entry): entry is [string, string] => entry[1] !== undefined));
}
