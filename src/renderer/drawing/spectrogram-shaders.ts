/** Covers the target with one triangle strip of four corners; `position` runs 0…1 in both directions. */
export const coverVertex = `#version 300 es
void main() {
  vec2 position = vec2(gl_VertexID & 1, gl_VertexID >> 1);
  gl_Position = vec4(position * 2.0 - 1.0, 0.0, 1.0);
}`

/** Pass 2: a tile's image between two horizontal clip coordinates. */
export const placeVertex = `#version 300 es
uniform vec2 uClip;
uniform vec2 uImageRange;
uniform vec2 uImageRows;
out vec2 vImage;
void main() {
  vec2 position = vec2(gl_VertexID & 1, gl_VertexID >> 1);
  vImage = vec2(mix(uImageRange.x, uImageRange.y, position.x), mix(uImageRows.x, uImageRows.y, position.y));
  gl_Position = vec4(mix(uClip.x, uClip.y, position.x), position.y * 2.0 - 1.0, 0.0, 1.0);
}`

export const placeFragment = `#version 300 es
precision highp float;
uniform sampler2D uImage;
in vec2 vImage;
out vec4 colour;
void main() {
  if (vImage.y < 0.0 || vImage.y > 1.0) discard;
  colour = texture(uImage, vImage);
}`

/**
 * Pass 1: a tile's levels (bins × columns) as an image (columns × pixel rows, even steps of the axis, lowest at the bottom).
 * A row that covers several bins shows their maximum; one that covers less than a bin a Catmull–Rom curve through them.
 */
export const tintFragment = `#version 300 es
precision highp float;
precision highp int;
precision highp sampler2D;

const int SOURCES = 0;
const int MAGMA = 1;
const int LOG = 0;
const int MEL = 1;
const int MOST_BINS = 48;

uniform sampler2D uLevels;
uniform sampler2D uTemplates;
uniform sampler2D uActivations;
uniform sampler2D uComponents;
uniform sampler2D uMagma;
uniform sampler2D uShares;
uniform int uMode;
uniform int uRows;
uniform int uLagCount;
uniform bool uHasShares;
uniform bool uIsLight;
uniform vec2 uDecibels;
uniform int uScale;
uniform vec2 uAxis;
uniform float uBinsPerHertz;
uniform float uTemplateBinsPerBin;
uniform float uHeight;
uniform vec3 uNeutral;
out vec4 colour;

float decibelsAt(int bin, int column) {
  int last = textureSize(uLevels, 0).x - 1;
  return (texelFetch(uLevels, ivec2(clamp(bin, 0, last), column), 0).r - 1.0) * 127.5;
}

float binAt(float row) {
  float place = mix(uAxis.x, uAxis.y, row / uHeight);
  float hertz = uScale == LOG ? exp(place) : uScale == MEL ? (exp(place) - 1.0) * 700.0 : place;
  return max(0.0, hertz) * uBinsPerHertz;
}

/** Level in dB, and the bin whose owner colours the pixel. */
vec2 levelAt(float low, float bin, float high, int column) {
  if (high - low < 1.0) {
    int i = int(floor(bin));
    float t = bin - float(i);
    float a = decibelsAt(i - 1, column);
    float b = decibelsAt(i, column);
    float c = decibelsAt(i + 1, column);
    float d = decibelsAt(i + 2, column);
    float curve = b + 0.5 * t * (c - a + t * (2.0 * a - 5.0 * b + 4.0 * c - d + t * (3.0 * (b - c) + d - a)));
    return vec2(curve, bin);
  }
  int first = int(floor(low + 0.5));
  int count = max(1, int(floor(high + 0.5)) - first);
  int stride = (count + MOST_BINS - 1) / MOST_BINS;
  vec2 strongest = vec2(-1000.0, bin);
  for (int i = 0; i < count; i += stride) {
    float level = decibelsAt(first + i, column);
    if (level > strongest.x) strongest = vec2(level, float(first + i));
  }
  return strongest;
}

/** OKLab of the owners, weighted with their masks, and the share of those that are not heard. */
vec4 ownersAt(float bin, int column) {
  if (uHasShares) {
    int nearest = clamp(int(floor(bin + 0.5)), 0, textureSize(uShares, 0).x - 1);
    float share = texelFetch(uShares, ivec2(nearest, column), 0).r;
    return mix(texelFetch(uComponents, ivec2(1, 0), 0), texelFetch(uComponents, ivec2(0, 0), 0), share);
  }
  float templateBin = bin * uTemplateBinsPerBin;
  int last = textureSize(uTemplates, 0).x - 1;
  int left = clamp(int(floor(templateBin)), 0, last);
  int right = min(left + 1, last);
  float part = templateBin - floor(templateBin);
  vec4 sum = vec4(0.0);
  float total = 0.0;
  for (int row = 0; row < uRows; row++) {
    float height = texelFetch(uActivations, ivec2(column, row), 0).r;
    if (height <= 0.0) continue;
    float low = texelFetch(uTemplates, ivec2(left, row), 0).r;
    float high = texelFetch(uTemplates, ivec2(right, row), 0).r;
    float share = height * mix(low, high, part);
    sum += share * texelFetch(uComponents, ivec2(row / uLagCount, 0), 0);
    total += share;
  }
  return total > 1e-30 ? sum / total : vec4(uNeutral, 0.0);
}

vec3 linearRgb(vec3 lab) {
  float l = lab.x + 0.3963377774 * lab.y + 0.2158037573 * lab.z;
  float m = lab.x - 0.1055613458 * lab.y - 0.0638541728 * lab.z;
  float s = lab.x - 0.0894841775 * lab.y - 1.2914855480 * lab.z;
  vec3 cubes = vec3(l * l * l, m * m * m, s * s * s);
  return mat3(4.0767416621, -1.2684380046, -0.0041960863, -3.3077115913, 2.6097574011, -0.7034186147, 0.2309699292,
              -0.3413193965, 1.7076147010) * cubes;
}

/** Keeps hue and lightness and gives up chroma until the colour can be shown. */
vec3 shownRgb(vec3 lab) {
  lab.x = clamp(lab.x, 0.0, 1.0);
  vec3 rgb = linearRgb(lab);
  for (int i = 0; i < 8; i++) {
    if (all(greaterThanEqual(rgb, vec3(-0.002))) && all(lessThanEqual(rgb, vec3(1.002)))) break;
    lab.yz *= 0.88;
    rgb = linearRgb(lab);
  }
  rgb = clamp(rgb, 0.0, 1.0);
  return mix(1.055 * pow(rgb, vec3(1.0 / 2.4)) - 0.055, 12.92 * rgb, vec3(lessThanEqual(rgb, vec3(0.0031308))));
}

vec3 tintDark(float t, vec4 owners) {
  float rise = pow(t, 1.18);
  float top = clamp((t - 0.8) / 0.2, 0.0, 1.0);
  float lightness = 0.165 + 0.69 * rise + 0.10 * top + 0.55 * (owners.x - 0.74) * rise;
  float chroma = 0.96 * pow(min(1.0, t / 0.34), 0.85) * (1.0 - 0.45 * top) * (1.0 - 0.97 * owners.w);
  return vec3(mix(lightness, 0.165 + 0.30 * t, owners.w), owners.yz * chroma);
}

vec3 tintLight(float t, vec4 owners) {
  float rise = pow(t, 1.12);
  float top = clamp((t - 0.72) / 0.28, 0.0, 1.0);
  float lightness = 0.992 - 0.47 * rise - 0.16 * top + 0.75 * (owners.x - 0.53) * rise;
  float chroma = 1.08 * pow(min(1.0, t / 0.55), 0.9) * (1.0 - 0.97 * owners.w);
  return vec3(mix(lightness, 0.992 - 0.20 * t, owners.w), owners.yz * chroma);
}

void main() {
  int column = int(gl_FragCoord.x);
  float row = gl_FragCoord.y;
  vec2 level = levelAt(binAt(row - 0.5), binAt(row), binAt(row + 0.5), column);
  float t = clamp((level.x - uDecibels.x) / (uDecibels.y - uDecibels.x), 0.0, 1.0);
  if (uMode == MAGMA) {
    colour = vec4(texelFetch(uMagma, ivec2(int(t * 255.0 + 0.5), 0), 0).rgb, 1.0);
    return;
  }
  vec4 owners = uMode == SOURCES ? ownersAt(level.y, column) : vec4(uIsLight ? 0.53 : 0.74, 0.0, 0.0, 0.0);
  colour = vec4(shownRgb(uIsLight ? tintLight(t, owners) : tintDark(t, owners)), 1.0);
}`
