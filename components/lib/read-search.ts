/** A page's search parameters, read like the browser's: a parameter given twice counts once. */
export const readSearch =
  (search: Record<string, string | string[] | undefined>) =>
  (key: string): string | undefined => {
    const value = search[key];
    return Array.isArray(value) ? value[0] : value;
  };
