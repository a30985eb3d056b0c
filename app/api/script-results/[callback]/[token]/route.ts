// Where a device posts what a script gave, for vendors that keep no output. No session: the address is the proof, once.
import { handleScriptResult } from '#server/api/script-result-handler.ts';

export async function POST(request: Request, { params }: RouteContext<'/api/script-results/[callback]/[token]'>) {
  return handleScriptResult(request, await params);
}
