/** The colour theme of VS Code as the diagram library wants it: opaque colours, mixed where a theme has only one of a kind. */

import { hex, mix, parseColour, type Colour } from './colour';

/** How much of a chart colour is in an area with text on it: little enough for the text to be read in every theme. */
const tint = 0.28;
const chartColours = ['blue', 'green', 'orange', 'purple', 'yellow', 'red'];

export function isDarkTheme(): boolean {
  const { classList } = document.body;
  return !classList.contains('vscode-light') && !classList.contains('vscode-high-contrast-light');
}

/** Values of mermaid's theme variables, for its theme `base`. */
export function diagramThemeVariables(): Readonly<Record<string, unknown>> & { readonly fontFamily: string } {
  const style = getComputedStyle(document.body);
  const isDark = isDarkTheme();
  const background =
    parseColour(style.getPropertyValue('--vscode-editor-background')) ?? (isDark ? [30, 30, 30] : [255, 255, 255]);
  const read = (names: readonly string[], otherwise: Colour): Colour => {
    for (const name of names) {
      const colour = parseColour(style.getPropertyValue(`--vscode-${name}`), background);
      if (colour !== undefined) return colour;
    }
    return otherwise;
  };
  const text = read(['editor-foreground', 'foreground'], isDark ? [204, 204, 204] : [59, 59, 59]);
  const border = read(['contrastBorder'], mix(text, background, 0.45));
  const line = read(['contrastBorder'], mix(text, background, 0.65));
  const charts = chartColours.map((name) => read([`charts-${name}`], text));
  const tints = charts.map((colour) => mix(colour, background, tint));
  const [blue = background, green = background, orange = background] = tints;
  const node = mix(charts[0] ?? text, background, isHighContrast() ? 0 : 0.16);
  const cluster = isHighContrast() ? background : mix(text, background, 0.05);
  const note = mix(charts[4] ?? text, background, isHighContrast() ? 0 : 0.18);

  const fixed: Record<string, Colour> = {
    background,
    primaryColor: node,
    primaryTextColor: text,
    primaryBorderColor: border,
    secondaryColor: green,
    secondaryTextColor: text,
    secondaryBorderColor: border,
    tertiaryColor: cluster,
    tertiaryTextColor: text,
    tertiaryBorderColor: border,
    lineColor: line,
    textColor: text,
    titleColor: text,
    mainBkg: node,
    nodeBkg: node,
    nodeBorder: border,
    nodeTextColor: text,
    clusterBkg: cluster,
    clusterBorder: border,
    edgeLabelBackground: background,
    arrowheadColor: line,
    noteBkgColor: note,
    noteTextColor: text,
    noteBorderColor: border,
    actorBkg: node,
    actorBorder: border,
    actorTextColor: text,
    actorLineColor: line,
    signalColor: text,
    signalTextColor: text,
    labelBoxBkgColor: node,
    labelBoxBorderColor: border,
    labelTextColor: text,
    loopTextColor: text,
    activationBkgColor: blue,
    activationBorderColor: border,
    sequenceNumberColor: background,
    sectionBkgColor: cluster,
    sectionBkgColor2: background,
    altSectionBkgColor: background,
    gridColor: border,
    taskBkgColor: blue,
    taskBorderColor: border,
    taskTextColor: text,
    taskTextLightColor: text,
    taskTextDarkColor: text,
    taskTextOutsideColor: text,
    taskTextClickableColor: text,
    activeTaskBkgColor: green,
    activeTaskBorderColor: border,
    doneTaskBkgColor: cluster,
    doneTaskBorderColor: border,
    critBkgColor: tints[5] ?? orange,
    critBorderColor: charts[5] ?? border,
    todayLineColor: charts[5] ?? line,
    labelColor: text,
    altBackground: cluster,
    compositeBackground: cluster,
    compositeTitleBackground: node,
    transitionColor: line,
    transitionLabelColor: text,
    stateLabelColor: text,
    specialStateColor: line,
    innerEndBackground: border,
    classText: text,
    relationColor: line,
    relationLabelBackground: background,
    relationLabelColor: text,
    requirementBackground: node,
    requirementBorderColor: border,
    requirementTextColor: text,
    attributeBackgroundColorOdd: background,
    attributeBackgroundColorEven: cluster,
    rowOdd: background,
    rowEven: cluster,
    pieTitleTextColor: text,
    pieSectionTextColor: text,
    pieLegendTextColor: text,
    pieStrokeColor: background,
    pieOuterStrokeColor: border,
    quadrant1Fill: cluster,
    quadrant2Fill: background,
    quadrant3Fill: cluster,
    quadrant4Fill: background,
    quadrant1TextFill: text,
    quadrant2TextFill: text,
    quadrant3TextFill: text,
    quadrant4TextFill: text,
    quadrantPointFill: charts[0] ?? text,
    quadrantPointTextFill: text,
    quadrantXAxisTextFill: text,
    quadrantYAxisTextFill: text,
    quadrantTitleFill: text,
    quadrantInternalBorderStrokeFill: border,
    quadrantExternalBorderStrokeFill: border,
    commitLabelColor: text,
    commitLabelBackground: cluster,
    tagLabelColor: text,
    tagLabelBackground: node,
    tagLabelBorder: border,
    errorBkgColor: background,
    errorTextColor: text,
    archEdgeColor: line,
    archEdgeArrowColor: line,
    archGroupBorderColor: border,
    scaleLabelColor: text,
  };
  const variables: Record<string, string> = Object.fromEntries(
    Object.entries(fixed).map(([name, colour]) => [name, hex(colour)]),
  );
  for (let index = 0; index < 12; index += 1) {
    const area = tints[index % tints.length] ?? background;
    const strong = charts[index % charts.length] ?? text;
    variables[`cScale${String(index)}`] = hex(area);
    variables[`cScaleLabel${String(index)}`] = hex(text);
    variables[`cScalePeer${String(index)}`] = hex(strong);
    variables[`cScaleInv${String(index)}`] = hex(strong);
    variables[`pie${String(index + 1)}`] = hex(mix(strong, background, 0.5));
    variables[`fillType${String(index)}`] = hex(area);
    variables[`git${String(index)}`] = hex(strong);
    variables[`gitInv${String(index)}`] = hex(background);
    variables[`gitBranchLabel${String(index)}`] = hex(background);
  }
  const [background16, text16, border16, line16] = [background, text, border, line].map(hex);
  return {
    ...variables,
    fontFamily: style.fontFamily,
    fontSize: '14px',
    // Kinds of diagrams with variables of their own.
    xyChart: {
      backgroundColor: background16,
      plotColorPalette: charts.map(hex).join(','),
      ...Object.fromEntries(
        ['title', 'xAxisLabel', 'xAxisTitle', 'yAxisLabel', 'yAxisTitle'].map((name) => [`${name}Color`, text16]),
      ),
      ...Object.fromEntries(['xAxisTick', 'xAxisLine', 'yAxisTick', 'yAxisLine'].map((name) => [`${name}Color`, line16])),
    },
    packet: {
      startByteColor: text16,
      endByteColor: text16,
      labelColor: text16,
      titleColor: text16,
      blockStrokeColor: border16,
      blockFillColor: hex(node),
    },
    radar: { axisColor: line16, graticuleColor: border16, graticuleOpacity: 0.12, curveOpacity: 0.4 },
  };
}

function isHighContrast(): boolean {
  const { classList } = document.body;
  return classList.contains('vscode-high-contrast') || classList.contains('vscode-high-contrast-light');
}
