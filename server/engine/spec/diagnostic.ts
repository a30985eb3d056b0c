// What the checker says: where, what was expected, what was found, how to fix it.
export interface Diagnostic {
  severity: 'error' | 'warning';
  code:
    | 'yaml' // not one well-formed, bounded YAML document
    | 'schema' // a key or value that the language does not have there
    | 'unsupported' // part of the language to come, not there yet
    | 'unknown-name' // capability, script, input, step, variable or field that does not exist
    | 'duplicate-id'
    | 'expression' // not valid, or of the wrong type
    | 'maybe-null' // would break when the fact is absent
    | 'arguments' // do not fit the capability
    | 'policy'; // breaks a rule of safety
  /** 1-based */
  line: number;
  column: number;
  /** "steps[2].with.device" */
  path: string;
  message: string;
  expected?: string;
  found?: string;
  fix?: string;
}

export type YamlPath = readonly (string | number)[];

export const sayPath = (path: YamlPath): string =>
  path.map((part, index) => (typeof part === 'number' ? `[${part}]` : index === 0 ? part : `.${part}`)).join('');

export type Report = (
  path: YamlPath,
  diagnostic: Omit<Diagnostic, 'line' | 'column' | 'path' | 'severity'> & {
    severity?: Diagnostic['severity'];
    /** the position of the key rather than of the value */
    atKey?: boolean;
  },
) => void;
