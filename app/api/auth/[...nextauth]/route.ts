import { methods } from '@/lib/api/methods';
import { signIn } from '@/lib/api/sign-in';

/** Some of next-auth's GETs sign in; a HEAD must not. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods(
  { GET: signIn, POST: signIn },
  { head: false },
);
