// Razor makes classes of which others can be made; of ours none is.
namespace PaymentHub.Http.Pay;

public sealed partial class PayerNotice;

public sealed partial class PayerShell;

public sealed partial class PayerView;
