// Whether the first-run page exists for who holds this token.
import { isSetupOpen } from '#server/features/accounts/public.ts';
import { appDeps } from './current-app.ts';

export const isSetupDoorOpen = (token: string): Promise<boolean> => isSetupOpen(token, appDeps().accounts);

/** Single sign-on was configured. */
export const hasSingleSignOn = (): boolean => appDeps().auth.oidc !== null;
