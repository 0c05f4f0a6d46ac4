/** Declarations of a pipeline beside its steps, and of the place where a step runs. */

export interface VariableDecl {
  readonly label?: string;
  readonly unit?: string;
  /** The source of its values, for people. */
  readonly source?: string;
  readonly levels?: readonly string[];
  /** True where its values may not be printed; undefined where that follows from what the variable is made from. */
  readonly confidential?: boolean;
  readonly translations: Readonly<Record<string, string>>;
}

export interface ProjectDecl {
  readonly title: string | null;
  readonly variables: Readonly<Record<string, VariableDecl>>;
  readonly sets: Readonly<Record<string, readonly string[]>>;
  /** Name → expression. */
  readonly samples: Readonly<Record<string, string>>;
  readonly cache?: CacheDecl;
  /** Variables of which no value is read before the plan is registered. */
  readonly withhold?: readonly string[];
  /** Reasons for what departs from the registered plan. */
  readonly deviations?: readonly DeclaredReason[];
  /** Holds the facts of a replication package that papermake cannot know. */
  readonly package?: PackageDecl;
  /** Name → a cluster that nodes may run on. */
  readonly executors?: Readonly<Record<string, ExecutorDecl>>;
}

export interface Author {
  readonly name: string;
  readonly affiliation?: string;
  readonly orcid?: string;
}

/** The source of a step's data. */
export interface SourceDecl {
  readonly citation?: string;
  readonly licence?: string;
  readonly url?: string;
  readonly access?: string;
  /** Says whether the authors may pass the data on. */
  readonly provided?: boolean;
  /** The recipe of stand-in data, where they may not. */
  readonly stand_in?: StandInDecl;
}

/** Says which structure of the original stand-in data keep. */
export interface StandInDecl {
  /** A value that is shown is had by so many units or rows at least. */
  readonly cell?: number;
  readonly seed?: number;
  readonly keeps?: readonly ('correlations' | 'panel' | 'missing')[];
  /** Columns of which every value may be known. */
  readonly open?: readonly string[];
}

/** Holds the facts that the authors declare of their replication package. */
export interface PackageDecl {
  readonly authors?: readonly Author[];
  readonly licence?: string;
  readonly doi?: string;
  /** The image of the container recipe, by its digest. */
  readonly image?: string;
  /** Step → where its data are from. */
  readonly sources?: Readonly<Record<string, SourceDecl>>;
  readonly include?: readonly string[];
  readonly accept?: readonly { readonly of: string; readonly because: string }[];
}

/** A reason for departures from a registered plan. */
export interface DeclaredReason {
  /** Names of what departs, or globs. */
  readonly of: readonly string[];
  readonly because: string;
}

/** Resources that a node's run asks of a cluster. */
export interface Resources {
  readonly cpus?: number;
  /** A number and K, M, G or T: `4G`. */
  readonly memory?: string;
  /** `H:MM:SS` */
  readonly time?: string;
  readonly partition?: string;
  readonly account?: string;
  /** A node fails after so many deaths of its workers. */
  readonly attempts?: number;
  /** Further options of the scheduler's command that submits; `true` is one without a value. */
  readonly options?: Readonly<Record<string, string | number | true>>;
}

/** A cluster; its resources hold for steps that say none. */
export interface ExecutorDecl extends Resources {
  /** Name of a `templates/NAME.scheduler.yaml`. */
  readonly is: string;
  /** At most so many workers at once. */
  readonly workers: number;
  /** A folder that all machines see; relative to the project. */
  readonly spool?: string;
  /** The command that calls papermake on a worker. */
  readonly command?: string;
  /** Lines of shell before that. */
  readonly setup?: string;
  /** A folder in which what workers print is kept; relative to the project. */
  readonly logs?: string;
  /** Seconds until the scheduler is first asked what became of the workers. */
  readonly ask?: number;
  /** Seconds until a worker that gives no sign of life is taken for lost. */
  readonly silence?: number;
}

/** A cache that machines share: a folder or a server, one of the two. */
export interface CacheDecl {
  /** Relative to the project. */
  readonly path?: string;
  readonly url?: string;
  readonly mode: 'read' | 'write';
  /** Name of the environment's variable with the secret by which entries are signed. */
  readonly sign?: string;
  /** Name of the environment's variable with the token that the server asks for. */
  readonly token?: string;
  /** Whose the files of a folder are to be beside the writer's: the group's of the folder. */
  readonly shared?: 'group';
}
