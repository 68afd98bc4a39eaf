import { signInRoute } from '@/lib/access/sign-in-route';

export { signInRoute as GET, signInRoute as POST };
