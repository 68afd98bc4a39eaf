// Adds to package-lock.json the platform variants that npm left out because the registry in use
// does not carry them. Without them npm ci refuses the file everywhere. Run it after npm install
// when the test of the lock file asks for it, with the folder it is in (judges) unless it is ours.
import fs from 'node:fs';
import path from 'node:path';

const file = path.resolve(import.meta.dirname, '..', process.argv[2] ?? '.', 'package-lock.json');
const lock = JSON.parse(fs.readFileSync(file, 'utf8'));
const has = new Set(Object.keys(lock.packages).map((key) => key.split('node_modules/').at(-1)));

const OS = {
  android: 'android',
  darwin: 'darwin',
  freebsd: 'freebsd',
  linux: 'linux',
  openharmony: 'openharmony',
  win32: 'win32',
  windows: 'win32',
};
const LIBC = [
  ['musl', 'musl'],
  ['gnu', 'glibc'],
];
const CPU = ['wasm32', 'arm64', 'x64', 'ia32', 'ppc64', 'riscv64', 's390x', 'loong64', 'arm'];

/** What the name of a platform package says about where it runs. */
function platformOf(name) {
  const words = name.split('/').at(-1).split('-');
  const os = words.map((word) => OS[word]).find(Boolean);
  const cpu = CPU.find((candidate) => words.includes(candidate));
  const libc = os === 'linux' ? LIBC.find(([start]) => words.some((w) => w.startsWith(start))) : [];
  return {
    ...(cpu ? { cpu: [cpu] } : {}),
    ...(libc?.[1] ? { libc: [libc[1]] } : {}),
    ...(os ? { os: [os] } : {}),
  };
}

let added = 0;
for (const { optionalDependencies = {}, dev } of Object.values(lock.packages)) {
  for (const [name, version] of Object.entries(optionalDependencies)) {
    if (has.has(name)) continue;
    if (!/^\d+\.\d+\.\d+\S*$/.test(version))
      throw new Error(`${name} ${version} is no exact version; write its entry by hand.`);
    lock.packages[`node_modules/${name}`] = {
      version,
      ...(dev ? { dev: true } : {}),
      optional: true,
      ...platformOf(name),
    };
    has.add(name);
    added += 1;
  }
}
lock.packages = Object.fromEntries(
  Object.entries(lock.packages).sort(([a], [b]) => a.localeCompare(b, 'en')),
);
fs.writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
process.stdout.write(`${added} added.\n`);
