// What the API assembly, start scripts, seeds and other slices may use of accounts.
export { type AccountsDeps, createAccountsDeps } from './accounts-deps.ts';
export { completeSetup, createOrg, ensureSetupToken, isSetupOpen } from './complete-setup.ts';
export { type FoundTenant, findTenant } from './find-tenant.ts';
export { signOut } from './manage-sessions.ts';
export { type CurrentSession, readSession } from './read-session.ts';
export { signInInput } from './sign-in.schema.ts';
export { type SignedIn, signIn, type Visitor } from './sign-in.ts';
export { signInWithIdentity } from './sign-in-with-identity.ts';
