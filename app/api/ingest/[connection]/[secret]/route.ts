// Behind `npm start` the fast path in front answers first; this is the same handler for every other way of serving.
import { handleWebhook } from '#server/api/ingest-handler.ts';

export async function POST(request: Request, { params }: RouteContext<'/api/ingest/[connection]/[secret]'>) {
  return handleWebhook(request, await params);
}

/** A vendor that asks the address before it uses it; everything else is told to post. */
export async function GET(request: Request, { params }: RouteContext<'/api/ingest/[connection]/[secret]'>) {
  return handleWebhook(request, await params);
}
