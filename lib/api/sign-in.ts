import { signInRoute } from '@/lib/access/sign-in-route';
import { formBody, queryOf } from '@/lib/api/body';
import type { Handler } from '@/lib/api/methods';
import { problemResponse } from '@/lib/api/problem';

/** The endpoints of sign-in, whose library reads neither query nor body by itself. */
export const signIn: Handler = async (request, { params }) => {
  const { nextauth } = (await params) ?? {};
  try {
    return await signInRoute(request, [nextauth ?? []].flat(), {
      query: queryOf(request),
      form: request.method === 'POST' ? await formBody(request) : null,
    });
  } catch (error) {
    return problemResponse(error, { request });
  }
};
