/** Bodies that decide together: appraisal, deliberation, leadership: one mechanism [HQ-148..162, LH-63]: what is sent. */
export const meetingPayloads = {} as const;

export const meetingLabels: Record<keyof typeof meetingPayloads, string> = {};
