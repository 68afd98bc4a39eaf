/** `npm run try <type> [account] [--live] [--stream=NAME]`: see scripts/try.mjs. */
async function main(): Promise<number> {
  const [{ CONNECTORS }, { createSandbox }, { tryConnector }] = await Promise.all([
    import('@/lib/connectors/registry.gen'),
    import('@/lib/sandbox/sandbox'),
    import('@/lib/connectors/testing/try-connector'),
  ]);
  return tryConnector(process.argv.slice(2), {
    connectors: CONNECTORS,
    env: process.env,
    sandbox: createSandbox(),
    say: (line) => process.stdout.write(`${line}\n`),
  });
}

/** A file that new:connector wrote fails as it is loaded, until it is filled in. */
function inWords(error: unknown): string {
  const open = error instanceof ReferenceError && /^FILL_\w+/.exec(error.message)?.[0];
  if (!open) return String((error as Error).stack);
  const file = /lib\/(?:connectors|sandbox)\/providers\/[\w.-]+\.ts/.exec(
    (error as Error).stack ?? '',
  );
  return `${open} is not filled in yet, in ${file?.[0] ?? 'a connector or its sandbox provider'}.`;
}

process.exitCode = await main().catch((error: unknown) => {
  process.stderr.write(`${inWords(error)}\n`);
  return 1;
});

export {};
