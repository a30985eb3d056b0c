// Every category that triage by rules may give; what a connection's mapping is made for.
import { incidentCategories } from './classify-incident.ts';
import { textCategories } from './classify-text.ts';

export const triageCategories: readonly string[] = [...new Set([...textCategories, ...incidentCategories])].sort();
