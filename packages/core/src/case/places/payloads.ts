/** 人户分离: hand-over between offices and verification for one another [LH-47]: what is sent. */
export const placePayloads = {} as const;

export const placeLabels: Record<keyof typeof placePayloads, string> = {};
