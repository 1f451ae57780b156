/** The package has types for its elements, but none for its entry. Used by tests only. */
declare module 'bpmn-moddle' {
  /** Of an element, what our tests ask. */
  export interface Read {
    readonly $type: string;
    readonly id: string;
    readonly rootElements?: readonly Read[];
    readonly flowElements?: readonly Read[];
    readonly incoming?: readonly Read[];
    readonly outgoing?: readonly Read[];
    readonly sourceRef?: Read;
    readonly targetRef?: Read;
    readonly eventDefinitions?: readonly (Read & { readonly messageRef?: Read })[];
    readonly diagrams?: readonly (Read & { readonly plane: Read & { readonly planeElement: readonly Read[] } })[];
    readonly bpmnElement?: Read;
    readonly bounds?: { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
    readonly waypoint?: readonly { readonly x: number; readonly y: number }[];
  }

  export class BpmnModdle {
    fromXML(text: string): Promise<{
      readonly rootElement: Read;
      readonly warnings: readonly unknown[];
      readonly elementsById: Readonly<Record<string, Read>>;
    }>;
  }
}
