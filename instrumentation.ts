/**
 * Next calls this once per server process. Node code is in a file of its own, so that the Edge
 * build never sees it.
 */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME === 'nodejs') await (await import('./instrumentation-node')).start();
}
