// Comfort only: who has no session cookie is sent to sign in before a console page is rendered. Nothing relies on it; every page
// and every procedure asks for itself.
import { type NextRequest, NextResponse } from 'next/server';
import { hasSessionCookie } from '#server/api/session-cookie.ts';

export function proxy(request: NextRequest): NextResponse {
  const { pathname, search } = request.nextUrl;
  if (hasSessionCookie(request.cookies.getAll().map(({ name }) => name))) return NextResponse.next();
  const target = request.nextUrl.clone();
  target.pathname = '/sign-in';
  target.search = `?next=${encodeURIComponent(`${pathname}${search}`)}`;
  return NextResponse.redirect(target);
}

export const config = {
  matcher: ['/:org/(overview|inbox|runs|approvals|playbooks|connections|devices|clients|audit|settings)/:path*'],
};
