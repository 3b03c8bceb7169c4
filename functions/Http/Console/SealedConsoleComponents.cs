// Razor makes classes of which others can be made; of ours none is.
namespace PaymentHub.Http.Console;

public sealed partial class ConsoleAccount;

public sealed partial class ConsoleAccountTable;

public sealed partial class ConsoleAccounts;

public sealed partial class ConsoleAll;

public sealed partial class ConsoleAwaitingTable;

public sealed partial class ConsoleCallback;

public sealed partial class ConsoleDayTable;

public sealed partial class ConsoleDecision;

public sealed partial class ConsoleDeed;

public sealed partial class ConsoleDocumentFields;

public sealed partial class ConsoleDocumentForm;

public sealed partial class ConsoleEdit;

public sealed partial class ConsoleEndpointTable;

public sealed partial class ConsoleEntry;

public sealed partial class ConsoleFailedTable;

public sealed partial class ConsoleForm;

public sealed partial class ConsoleFound;

public sealed partial class ConsoleLetterTable;

public sealed partial class ConsoleMerchant;

public sealed partial class ConsoleMerchants;

public sealed partial class ConsoleMore;

public sealed partial class ConsoleNotice;

public sealed partial class ConsoleOrder;

public sealed partial class ConsoleOrderList;

public sealed partial class ConsoleOrderTable;

public sealed partial class ConsoleOverview;

public sealed partial class ConsolePart;

public sealed partial class ConsoleQuarantineTable;

public sealed partial class ConsoleRaw;

public sealed partial class ConsoleReport;

public sealed partial class ConsoleRotation;

public sealed partial class ConsoleSaid;

public sealed partial class ConsoleSecret;

public sealed partial class ConsoleShell;

public sealed partial class ConsoleSignIn;

public sealed partial class ConsoleState;

public sealed partial class ConsoleWorkList;
