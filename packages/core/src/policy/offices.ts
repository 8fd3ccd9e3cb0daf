const OFFICES: ReadonlySet<string> = new Set(['street', 'township', 'farm', 'centre']);

/** Whether a unit of that kind is an office: it takes and handles cases. Neither the county itself is one, nor a village or community. */
export const isOffice = (u: { readonly kind: string }): boolean => OFFICES.has(u.kind);
