/** What an app is called and looks like, by the type of its connector. */
export type AppOf = (connector_type: string) => { name: string; logo: string | null };
