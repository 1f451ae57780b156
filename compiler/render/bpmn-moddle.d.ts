/** The package has types for its elements, but none for its entry. Used by tests only. */
declare module 'bpmn-moddle' {
  export class BpmnModdle {
    fromXML(text: string): Promise<{
      readonly warnings: readonly unknown[];
      readonly elementsById: Readonly<Record<string, { readonly $type: string }>>;
    }>;
  }
}
