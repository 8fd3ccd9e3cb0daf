import { deliveryMethods } from '@doudi/core/case/commands';

export const DELIVERY = deliveryMethods;
export const METHODS = ['home', 'neighbour', 'letter', 'video', 'other'] as const;
export const CHANNELS = ['board', 'telephone', 'visit', 'letter', 'online', 'hotline'] as const;
export const GROUNDS = ['objection', 'separation', 'otherPlace', 'difficult', 'other'] as const;
