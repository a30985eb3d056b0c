// Is this process able to serve? For load balancers and doctors: two words, no secrets, no versions.
import { appDeps } from './current-app.ts';

export async function readHealth(): Promise<{ status: 'ok' | 'failing'; database: 'ok' | 'failing' }> {
  try {
    await appDeps().checkDatabase();
    return { status: 'ok', database: 'ok' };
  } catch {
    return { status: 'failing', database: 'failing' };
  }
}
