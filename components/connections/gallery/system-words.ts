// Kinds of systems as people say them.
export const systemWords: Record<string, string> = {
  psa: 'PSA',
  rmm: 'RMM',
  documentation: 'Documentation',
  directory: 'Directory',
  remote: 'Remote access',
  backup: 'Backup',
  network: 'Network',
  inspection: 'Inspection',
};
export const systemWord = (system: string): string => systemWords[system] ?? system;
