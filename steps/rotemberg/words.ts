/** Words of the rows below tables of Rotemberg weights, by language. */
export const footerWords = {
  positive: { en: 'Sum of positive weights', zh: '正权重之和' },
  positiveShare: { en: 'Positive, share', zh: '正权重占比' },
  positiveN: { en: 'Positive, number', zh: '正权重个数' },
  negative: { en: 'Sum of negative weights', zh: '负权重之和' },
  negativeShare: { en: 'Negative, share', zh: '负权重占比' },
  negativeN: { en: 'Negative, number', zh: '负权重个数' },
  iv: { en: 'Shift-share estimate', zh: '份额移动估计值' },
} as const;
