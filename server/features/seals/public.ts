export { eraseExpiredSeals } from './erase-expired-seals.repository.ts';
export type { SealsDeps } from './open-seal.ts';
