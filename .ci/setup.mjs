// Installs and builds this repository, so that `npm run demo` and `npm test` work in a fresh clone that has
// nothing but Node and npm. Imports only `node:` modules: it runs before anything is installed.
//
//   node .ci/setup.mjs        install all packages and build
//   node .ci/setup.mjs run    install what running pipelines needs (half of all), and build
//   node .ci/setup.mjs test   install all packages; `npm test` builds by itself, as its type check
//
// node_modules/.hornbeam-setup holds what the last success saw, three lines: which packages are installed
// (`run` or `all`), a hash over the lockfile and the manifests (their bytes), and one over the sources (their
// paths, sizes and times of change). While they still hold nothing is started.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const stampFile = join(root, 'node_modules', '.hornbeam-setup');
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

/** Ends the set-up with a message that says what went wrong and what to do. */
function fail(what, help) {
  console.error(`\nset-up failed: ${what}\n  -> ${help}`);
  process.exit(1);
}

function checkNode() {
  const wanted = manifest.engines.node.replace('>=', '').split('.').map(Number);
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > wanted[0] || (major === wanted[0] && minor >= wanted[1])) return;
  fail(
    `hornbeam needs Node ${wanted.join('.')} or newer, this is Node ${process.versions.node} (${process.execPath}).`,
    'install Node 20 or newer from https://nodejs.org or with your version manager, then run the command again',
  );
}

/** The folders of all packages: the patterns of pnpm-workspace.yaml, where `x/*` means each folder of x. */
function packageFolders() {
  const text = readFileSync(join(root, 'pnpm-workspace.yaml'), 'utf8');
  const patterns = /^packages:\n((?: +- .+\n)+)/m.exec(text)[1].match(/[^\s-].*/g);
  return patterns
    .flatMap((pattern) => {
      if (!pattern.endsWith('/*')) return [pattern];
      const parent = pattern.slice(0, -2);
      return readdirSync(join(root, parent)).map((name) => `${parent}/${name}`);
    })
    .filter((folder) => existsSync(join(root, folder, 'package.json')))
    .sort();
}

/** Changes whenever another installation is needed. Platform and architecture count: some tools are binaries. */
function installStamp() {
  const hash = createHash('sha256').update(`${process.platform} ${process.arch}\n`);
  const files = ['pnpm-lock.yaml', 'pnpm-workspace.yaml', 'package.json'];
  for (const file of [...files, ...packageFolders().map((folder) => `${folder}/package.json`)]) {
    hash.update(`${file}\n`).update(readFileSync(join(root, file)));
  }
  return hash.digest('hex');
}

/** The projects that `tsc -b .ci` builds. */
function builtFolders() {
  const solution = JSON.parse(readFileSync(join(root, '.ci', 'tsconfig.json'), 'utf8'));
  return solution.references.map(({ path }) => relative(root, resolve(root, '.ci', path)));
}

/** Changes whenever another build may be needed: a source is new, gone or touched. */
function sourceStamp() {
  const hash = createHash('sha256');
  const add = (file) => {
    const { size, mtimeMs } = statSync(join(root, file));
    hash.update(`${file} ${size} ${mtimeMs}\n`);
  };
  const walk = (folder) => {
    for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
      if (entry.name === 'node_modules' || entry.name === 'dist') continue;
      if (entry.isDirectory()) walk(`${folder}/${entry.name}`);
      else add(`${folder}/${entry.name}`);
    }
  };
  add('tsconfig.base.json');
  add('.ci/tsconfig.json');
  for (const folder of builtFolders()) walk(folder);
  return hash.digest('hex');
}

const isBuilt = () => builtFolders().every((folder) => existsSync(join(root, folder, 'dist', 'index.js')));

function readStamps() {
  try {
    return readFileSync(stampFile, 'utf8').split('\n');
  } catch {
    return [];
  }
}

/** Runs one step, prints its name and how long it took, and its output only when it fails. */
function step(title, command, args, help) {
  const started = Date.now();
  process.stderr.write(`${title} ... `);
  const { status, signal, stdout, stderr, error } = spawnSync(command, args, {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    // CI=true keeps pnpm from asking questions, which would have no answer here.
    env: { ...process.env, CI: 'true' },
    stdio: ['ignore', 'pipe', 'pipe'],
    shell: command === 'npx' && process.platform === 'win32',
  });
  const seconds = ((Date.now() - started) / 1000).toFixed(1);
  if (status === 0) {
    process.stderr.write(`done in ${seconds} s\n`);
    return;
  }
  process.stderr.write(`failed after ${seconds} s\n\n${stdout ?? ''}${stderr ?? ''}`);
  const ending = error ? error.message : signal ? `was ended by ${signal}` : `ended with code ${status}`;
  fail(`"${command} ${args.join(' ')}" ${ending}.`, help);
}

function install(scope) {
  // The comparison with the official SDK in test/ brings in more than everything else together.
  const filter = scope === 'run' ? ['--filter', '!@hornbeam/test'] : [];
  step(
    'installing packages',
    'npx',
    ['--yes', manifest.packageManager, 'install', '--frozen-lockfile', ...filter],
    'the lines above name the cause: without a network check the connection and the registry that ' +
      '`npm config get registry` prints; if the lockfile is called outdated run ' +
      `\`npx ${manifest.packageManager} install\` and commit pnpm-lock.yaml`,
  );
}

function build() {
  step(
    'building',
    process.execPath,
    [join(root, 'node_modules', 'typescript', 'bin', 'tsc'), '-b', '.ci'],
    'repair the type errors above, then run the command again',
  );
}

function main(mode) {
  if (![undefined, 'run', 'test'].includes(mode)) {
    fail(`"${mode}" is no mode of the set-up.`, 'give no mode, `run` or `test`');
  }
  checkNode();
  let [scope, installed, built] = readStamps();
  const save = () => {
    mkdirSync(dirname(stampFile), { recursive: true });
    writeFileSync(stampFile, `${scope}\n${installed}\n${built}\n`);
  };
  const manifests = installStamp();
  if (installed !== manifests || (scope === 'run' && mode !== 'run')) {
    // Packages once there are kept up to date, not taken away again.
    scope = mode === 'run' && scope !== 'all' ? 'run' : 'all';
    install(scope);
    [installed, built] = [manifests, ''];
    save();
  }
  if (mode === 'test') return;
  // Taken before the build, so that an edit made during it counts as a change the next time.
  const sources = sourceStamp();
  if (built === sources && isBuilt()) return;
  build();
  built = sources;
  save();
}

main(process.argv[2]);
