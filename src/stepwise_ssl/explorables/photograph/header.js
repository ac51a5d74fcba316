// header.js: what kind of picture a file is, by its content, and its width and height, before it is opened.
// Sources: PNG (W3C), JPEG (ITU-T T.81, B.2), GIF89a, WebP container (RFC 9649), BMP (Microsoft), ISO/IEC 14496-12.

// The kind by its first bytes; kinds that are not read have a name as well, so that the reader is told which it is.
function photographKind(view) {
  const text = [...new Uint8Array(view.buffer, view.byteOffset, view.byteLength)].map((c) => String.fromCharCode(c)).join("");
  if (text.startsWith("\xff\xd8\xff")) return "JPEG";
  if (text.startsWith("\x89PNG\r\n\x1a\n")) return "PNG";
  if (/^GIF8[79]a/.test(text)) return "GIF";
  if (/^RIFF[^]{4}WEBP/.test(text)) return "WebP";
  if (/^BM[^]{12}[\x0c\x28\x34\x38\x40\x6c\x7c]\0\0\0/.test(text)) return "BMP";
  if (/^[^]{4}ftyp(avif|avis)/.test(text)) return "AVIF";
  if (/^[^]{4}ftyp(hei[cxms]|hev[cxms]|mif1|msf1)/.test(text)) return "HEIC";
  if (/^(II\*\0|MM\0\*|II\+\0|MM\0\+)/.test(text)) return "other TIFF";
  if (text.startsWith("%PDF")) return "other PDF";
  if (text.startsWith("8BPS")) return "other Photoshop";
  if (/^(\xff\x0a|\0\0\0\x0cJXL )/.test(text)) return "other JPEG XL";
  if (/^\0\0\0\x0cjP {2}/.test(text)) return "other JPEG 2000";
  if (/^[^]{4}ftyp|^\x1aE\xdf\xa3/.test(text)) return "other film";
  if (/^(\xef\xbb\xbf)?(<\?xml[^>]*>|<!--[^]*?-->|<!DOCTYPE svg[^>]*>|\s)*<svg[\s>]/i.test(text)) return "SVG";
  return "";
}

// Return { kind, width, height }; refuse what is no picture, what cannot be told and what is not all there.
async function photographHeader(file, pace) {
  const at = photographBytes(file, pace), size = file.size;
  const kind = photographKind(await at(0, Math.min(size, 1024)));
  if (!kind) throw photographRefusal("This file is no picture: it does not begin as a JPEG, PNG, WebP, GIF or BMP file does, whatever its name says.");
  if (kind === "SVG") throw photographRefusal("An SVG file is a drawing, a list of commands and not of pixels; save it as PNG and take that.");
  if (kind.startsWith("other ")) throw photographRefusal(`This is a ${kind.slice(6)} file, which is not read here; save the picture as JPEG or PNG and take that.`);
  const read = { JPEG: photographJpeg, PNG: photographPng, GIF: photographGif, WebP: photographWebp, BMP: photographBmp }[kind] ?? photographBoxes;
  const [width, height] = await read(at, size, pace, kind);
  if (!(width > 0 && height > 0)) throw photographRefusal(`This ${kind} file is damaged: it says that the picture is ${width} × ${height} pixels.`);
  return { kind, width, height };
}

async function photographPng(at, size, pace) {
  const view = await at(0, 33);
  if (photographTag(view, 12) !== "IHDR") throw photographDamaged("PNG");
  if (!(await photographHas(at, [73, 69, 78, 68], 33, size, pace))) throw photographEndsEarly(); // IEND
  return [view.getUint32(16), view.getUint32(20)];
}

// Marker by marker to the start of the frame. 4,000 parts are more than any camera writes.
async function photographJpeg(at, size, pace) {
  for (let part = 0, offset = 2; part < 4000; part++) {
    const view = await at(offset, 2), code = view.getUint8(1);
    if (view.getUint8(0) !== 0xff) break;
    if (code === 0xff) { offset += 1; continue; } // a fill byte
    if (code === 0x01 || (code >= 0xd0 && code <= 0xd8)) { offset += 2; continue; } // markers without a length
    if (code === 0xd9 || code === 0xda) break; // the data, or the end, before any frame
    const length = (await at(offset + 2, 2)).getUint16(0);
    if (code >= 0xc0 && code <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(code)) {
      const frame = await at(offset + 4, 5);
      if (!(await photographHas(at, [0xff, 0xd9], offset, size, pace))) throw photographEndsEarly();
      return [frame.getUint16(3), frame.getUint16(1)];
    }
    if (length < 2) break;
    offset += 2 + length;
  }
  throw photographDamaged("JPEG");
}

// A GIF has a screen, and its first picture may stick out of it: the larger of the two counts.
async function photographGif(at, size) {
  const head = await at(0, 13), flags = head.getUint8(10);
  let offset = 13 + (flags & 0x80 ? 3 << ((flags & 7) + 1) : 0);
  let last = size - 1;
  while (last > size - 64 && last > 13 && (await at(last, 1)).getUint8(0) === 0) last--;
  if ((await at(last, 1)).getUint8(0) !== 0x3b) throw photographEndsEarly();
  for (let part = 0; part < 4000; part++) {
    const code = (await at(offset, 1)).getUint8(0);
    if (code === 0x2c) {
      const view = await at(offset, 9), reach = (k) => view.getUint16(k, true) + view.getUint16(k + 4, true);
      return [Math.max(head.getUint16(6, true), reach(1)), Math.max(head.getUint16(8, true), reach(3))];
    }
    if (code !== 0x21) break;
    for (offset += 2; ;) { // an extension: blocks, each with its length before it, the last of length 0
      const length = (await at(offset, 1)).getUint8(0);
      offset += 1 + length;
      if (!length) break;
    }
  }
  throw photographDamaged("GIF");
}

async function photographWebp(at, size) {
  const view = await at(0, 30), tag = photographTag(view, 12);
  if (8 + view.getUint32(4, true) > size) throw photographEndsEarly();
  if (tag === "VP8 ") return [view.getUint16(26, true) & 0x3fff, view.getUint16(28, true) & 0x3fff];
  const three = (k) => view.getUint16(k, true) + (view.getUint8(k + 2) << 16);
  if (tag === "VP8X") return [1 + three(24), 1 + three(27)];
  if (tag !== "VP8L") throw photographDamaged("WebP");
  const bits = view.getUint32(21, true);
  return [1 + (bits & 0x3fff), 1 + ((bits >>> 14) & 0x3fff)];
}

async function photographBmp(at, size) {
  const view = await at(0, 34), old = view.getUint32(14, true) === 12;
  const width = old ? view.getUint16(18, true) : view.getInt32(18, true);
  const height = Math.abs(old ? view.getUint16(20, true) : view.getInt32(22, true)); // below 0: top row first
  const bits = view.getUint16(old ? 24 : 28, true), plain = old || view.getUint32(30, true) === 0;
  const needed = view.getUint32(10, true) + Math.floor((bits * width + 31) / 32) * 4 * height;
  if (width > 0 && plain && needed > size && width * height <= PHOTOGRAPH_MOST_PIXELS) throw photographEndsEarly();
  return [width, height];
}

// AVIF and HEIC: boxes within boxes; the largest image property (ispe) counts.
async function photographBoxes(at, size, pace, kind) {
  let width = 0, height = 0;
  async function walk(offset, end) {
    for (let part = 0; offset + 8 <= end; part++) {
      const head = await at(offset, 8), tag = photographTag(head, 4);
      let length = head.getUint32(0), body = 8;
      if (length === 1) { length = Number((await at(offset + 8, 8)).getBigUint64(0)); body = 16; }
      if (length === 0) length = end - offset;
      if (length < body || part > 1000) throw photographDamaged(kind);
      if (offset + length > end) throw end === size ? photographEndsEarly() : photographDamaged(kind);
      if (tag === "meta") await walk(offset + body + 4, offset + length);
      if (tag === "iprp" || tag === "ipco") await walk(offset + body, offset + length);
      if (tag === "ispe") {
        const view = await at(offset + body + 4, 8);
        if (view.getUint32(0) * view.getUint32(4) > width * height) [width, height] = [view.getUint32(0), view.getUint32(4)];
      }
      offset += length;
    }
  }
  await walk(0, size);
  return [width, height];
}
