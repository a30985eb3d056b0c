// What a form's action answers: what went wrong, and what was typed (never a password), so that nothing is typed twice.
export interface FormState {
  message: string | null;
  fields: Record<string, string>;
  values: Record<string, string>;
}

export type FormAction = (state: FormState, form: FormData) => Promise<FormState>;
export const emptyForm: FormState = { message: null, fields: {}, values: {} };
