import { sandboxPage } from '@/lib/api/sandbox-mount';

/**
 * The sandbox's own pages (consent) for the browser, on our origin. Its control calls are not
 * reachable here.
 */
export { sandboxPage as GET, sandboxPage as POST };
