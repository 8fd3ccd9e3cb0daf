const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Whether a text from an address can be an id of the database: routes outside the endpoint table have no contract that checks it. */
export const isUuid = (text: string): boolean => UUID.test(text);
