/** An answer that is not a success. `body` is sent as it is (api-facts §1.4). */
export class ApiError extends Error {
  readonly status: number;
  readonly body: unknown;
  readonly headers: Readonly<Record<string, string>>;
  constructor(status: number, body: unknown, headers: Readonly<Record<string, string>> = {}) {
    super(`answer ${status}`);
    this.status = status;
    this.body = body;
    this.headers = headers;
  }
}

export type ApiVersion = 'v1' | 'v2';
const seeDocs = 'Please check developers.pipedrive.com';
const seeDocsAtLength = 'Please check developers.pipedrive.com for more information about Pipedrive API.';

/** v2: every bad key in one text, joined with "; ". */
export const schemaFailed = (messages: readonly string[]): ApiError =>
  new ApiError(400, { success: false, error: `Validation failed: ${messages.join('; ')}`, code: 'ERR_SCHEMA_VALIDATION_FAILED' });

export const badRequestV2 = (error: string, status = 400): ApiError =>
  new ApiError(status, { success: false, error, code: 'ERR_BAD_REQUEST' });
export const notFoundV2 = (error: string, status = 404): ApiError => new ApiError(status, { success: false, error, code: 'ERR_NOT_FOUND' });
export const unknownFaultV2 = (): ApiError => new ApiError(500, { success: false, error: 'Internal Server Error', code: 'ERR_UNKNOWN' });

export const v1Error = (status: number, error: string): ApiError =>
  new ApiError(status, { success: false, error, error_info: seeDocsAtLength, data: null, additional_data: null });

export const forbidden = (error = 'You do not have permissions to do this.', code?: string): ApiError =>
  new ApiError(403, {
    success: false,
    error,
    error_info: seeDocs,
    data: null,
    additional_data: null,
    ...(code === undefined ? {} : { code }),
  });

export const unauthorized = (): ApiError =>
  new ApiError(401, { success: false, error: 'unauthorized access', errorCode: 401, error_info: seeDocs }, { 'x-401-by-gw': 'true' });

/** A refusal that reads as the version it was asked in. */
export const refuse = (api: ApiVersion, status: number, error: string): ApiError => {
  if (status === 403) return forbidden(error);
  if (api === 'v1') return v1Error(status, error);
  return status === 404 || status === 410 ? notFoundV2(error, status) : badRequestV2(error, status);
};

export const blockPage = `<!DOCTYPE html>
<html><head><title>Access denied | Cloudflare</title></head>
<body><h1>Sorry, you have been blocked</h1><p>You are unable to access this company. Error 1015: you are being rate limited.</p></body></html>
`;
