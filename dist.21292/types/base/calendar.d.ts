/** Times of the calendar as numbers, a period of each kind being 1: so a lag is the day, the month or the quarter before. */
/** Milliseconds of a day. */
export declare const DAY = 86400000;
/** Days count from 1970-01-01, months from 1960m1 and quarters from 1960q1, as Stata counts these. */
export type TimeType = 'date' | 'month' | 'quarter';
interface Times {
    /** NaN where the text is no such time. */
    parse(text: string): number;
    print(value: number): string;
    /** Describes for hints the forms of dates that are read. */
    readonly forms: string;
    /** One as it is printed. */
    readonly example: string;
}
export declare const timeTypes: readonly ["date", "month", "quarter"];
export declare const calendar: Readonly<Record<TimeType, Times>>;
export declare function isTimeType(type: string | null): type is TimeType;
/** Returns the type of time that fits every text, or undefined where none does. */
export declare function timeTypeOf(texts: readonly string[]): TimeType | undefined;
/** The month that a time falls in, counted from January of the year 0; of a quarter its first. NaN where the time is missing. */
export declare function monthOfTime(time: number, type: TimeType): number;
/**
 * Ticks since 1970 as days: whole ones exactly, and the time of day as a fraction, so that a moment is the same number whatever file it is from.
 * `perDay`: ticks of a day.
 */
export declare function daysOfTicks(ticks: number, perDay: number): number;
export {};
