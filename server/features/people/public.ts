// What the composition and the seed may call.
export { updateEngineer } from './manage-engineers.ts';
export { createPeoplePort } from './people-port.ts';
