/** The name of the method whose code predicts by an estimator: its numerics and its predictions. */
export const predictMethod = (estimator: string): string => `predict:${estimator}`;

/** Stands for every estimator in the name of that method. */
export const ANY_ESTIMATOR = '*';
